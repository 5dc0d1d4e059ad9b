# By the machine's id.
terraform import clerk_machine.reports mch_2abcdefghijklmnopqrstuvwxyz

# By its name, if no other machine has it.
terraform import clerk_machine.reports reports
