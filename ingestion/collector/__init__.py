"""The collector: takes events over HTTP and keeps them on disk before it says so."""
