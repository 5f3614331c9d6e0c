"""Other bodies' minutes: nine house styles beside the association's own, written without a look at the extractors.

A municipality's board and committee, a region, a parish, a faculty, a housing association, a road association, a rescue
federation and a group for pupils' health; each with matters of its own kind, three meetings or more.
"""
