"""The demonstration: Yuhua district, loaded and shown over HTTP as its officers would."""
