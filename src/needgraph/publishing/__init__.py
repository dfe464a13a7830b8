"""The whole site written as files, with rules for other servers."""
