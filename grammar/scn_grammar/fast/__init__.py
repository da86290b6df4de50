"""The fast reader: parses plain lines without Lark."""
