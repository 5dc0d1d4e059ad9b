import {
  to = clerk_machine.reports
  id = "mch_2abcdefghijklmnopqrstuvwxyz"
}
