"""Images, documents and videos: validation of uploads, decoding, display and usage."""
