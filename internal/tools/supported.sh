#!/bin/sh
# Succeeds if the first line of `terraform version` is that of a Terraform that the
# provider supports: 1.11 and later.
case $1 in
'Terraform v0.'* | 'Terraform v1.'[0-9] | 'Terraform v1.'[0-9].* | 'Terraform v1.10'*) exit 1 ;;
'Terraform v'*) exit 0 ;;
esac
exit 1
