import {
  to = clerk_machine_scope.reports_to_billing
  identity = {
    from_machine_id = "mch_2abcdefghijklmnopqrstuvwxyz"
    to_machine_id   = "mch_2bcdefghijklmnopqrstuvwxyza"
  }
}
