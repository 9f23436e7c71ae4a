"""`python -m scripts.data_sets NAME --out DIR`: what lies in ../shared/data, and made-up people, in the harness's form."""
