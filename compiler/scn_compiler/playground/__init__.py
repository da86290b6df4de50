"""The playground: answers the requests of its page, and serves the page on this machine."""
