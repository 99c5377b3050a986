"""HTTP to questions: who asks, what exactly, and how the answer looks."""
