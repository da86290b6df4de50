"""Starts of scripts for tests that type into them."""

HEAD = "scenario: Example\nrole: A caller\nlanguage: en\n"
WAIT = HEAD + "FIRST_MESSAGE\n  wait\n"
WHEN = WAIT + "WHEN The agent asks\n  "
SAY = WHEN + "say: Hi "
THEN = WHEN + "say: Hi\nTHEN\n  "
FUNCTIONS = 'cekura.functions: [{"name": "eta", "type": "rest_api", "config": {"response_mapping": {"day": "$.d"}}}]\n'
