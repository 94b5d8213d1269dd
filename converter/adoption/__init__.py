"""Deployed stacks: taken over by a Pulumi program, and given back to CloudFormation.

Data in, data out: what AWS's and Pulumi's own commands print goes in, what their commands take
comes out. `converter.adoption.live` only fetches the same data.
"""
