import {
  to = clerk_machine.reports
  identity = {
    id = "mch_2abcdefghijklmnopqrstuvwxyz"
  }
}
