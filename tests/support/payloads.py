"""Parts of payloads that several tests begin with."""

ROW = {"id": 0, "condition": "FIRST_MESSAGE", "action": "Hi", "type": "standard", "fixed_message": True}
