"""The web application: where people settle what the machine is not sure of (確認画面)."""
