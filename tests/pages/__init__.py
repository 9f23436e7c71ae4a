"""A replica of YouTube's desktop page, written from a description and never copied: TLS on loopback, no outside traffic."""
