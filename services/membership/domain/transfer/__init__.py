"""One transfer of affiliation (组织关系转接), from request to receipt."""
