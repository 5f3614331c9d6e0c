"""An invented coordination association: its records over three years as files, and the truth about each as gold.

`python -m tests.sample OUT [--seed 7] [--scale N]` writes `OUT/handlingar/`, `OUT/gold/` and `OUT/MANIFEST.json`.
What a document says is data first (`facts`, `meeting`, `tables`); the files and the gold are both made from it.
Everybody and every place in it is invented; the same seed gives the same bytes.
"""
