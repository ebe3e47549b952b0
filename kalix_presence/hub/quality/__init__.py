"""The policy's quality: counted as things end, published by closed weeks and months, never of fewer than five people."""
