import {
  to = clerk_machine_scope.reports_to_billing
  id = "mch_2abcdefghijklmnopqrstuvwxyz/mch_2bcdefghijklmnopqrstuvwxyza"
}
