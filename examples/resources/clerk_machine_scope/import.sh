# By the machine that has access, and the machine that it has access to.
terraform import clerk_machine_scope.reports_to_billing mch_2abcdefghijklmnopqrstuvwxyz/mch_2bcdefghijklmnopqrstuvwxyza

# By their names, if no other machines have them.
terraform import clerk_machine_scope.reports_to_billing reports/billing
