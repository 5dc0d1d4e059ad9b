# All of the waitlist.
data "clerk_waitlist_entries" "all" {}

# Who still waits, the longest first.
data "clerk_waitlist_entries" "waiting" {
  status   = "pending"
  order_by = "created_at"
}

output "next_on_the_waitlist" {
  value = slice(data.clerk_waitlist_entries.waiting.waitlist_entries[*].email_address, 0, min(10, data.clerk_waitlist_entries.waiting.total_count))
}
