"""The output of network tools: bandwidth, latency and signal strength as tools wrote them."""
