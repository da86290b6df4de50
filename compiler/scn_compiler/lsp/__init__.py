"""The language server: what editors send is converted and handed on; pygls stays in here."""
