resource "clerk_machine_scope" "all" {
  count           = 3
  from_machine_id = clerk_machine.all[count.index].id
  to_machine_id   = clerk_machine.all[(count.index + 1) % 3].id
}
