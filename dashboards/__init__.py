"""The pages that the company reads: what is published, and whether to trust it.

Built with Streamlit and Altair. Reads published versions alone, and writes nothing but
what people decide.
"""
