"""What the writers of CDK apps share: a stack as constructs, in jsii's names, in no language."""
