"""Message logs as software writes them, read into OCPP messages."""
