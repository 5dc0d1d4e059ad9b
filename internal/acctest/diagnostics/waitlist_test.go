package diagnostics_test

import (
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// waiting is the id of an entry of the waitlist.
func (s *scenario) waiting() string {
	e, err := s.Clerk.WaitlistEntries.Create(s.t.Context(), clerk.CreateWaitlistEntryParams{EmailAddress: "grace@example.com"})
	s.must(err)
	return e.ID
}

var _ = inSection("Resource clerk_waitlist_entry", []errorCase{
	{what: "No email address", do: invalid("clerk_waitlist_entry", `email_address = "grace"`)},
	{what: "Somebody has joined the waitlist on their own", do: func(s *scenario) {
		s.ask("POST /waitlist_entries", `{"email_address":"grace@example.com"}`)
		s.Sim.Advance(2 * time.Hour)
		s.a("clerk_waitlist_entry").apply(`email_address = "Grace@example.com"`)
	}},
	{what: "Two resources put one address on the waitlist", do: func(s *scenario) {
		s.a("clerk_waitlist_entry").apply(`email_address = "grace@example.com"`)
		s.Sim.Advance(time.Minute)
		s.a("clerk_waitlist_entry").apply(`email_address = "grace@example.com"`)
	}},
	{what: "The answer does not say since when the address is on the waitlist", do: func(s *scenario) {
		s.lacks("POST /waitlist_entries", "created_at")
		s.a("clerk_waitlist_entry").apply(`email_address = "grace@example.com"`)
	}},
	{what: "The answer to a create that confirms is lost", do: func(s *scenario) {
		s.fails("POST /waitlist_entries", "502")
		s.a("clerk_waitlist_entry").apply(`email_address = "grace@example.com"`)
	}},
	{what: "The answer to a create is lost, and the address was on the waitlist before", do: func(s *scenario) {
		s.ask("POST /waitlist_entries", `{"email_address":"grace@example.com"}`)
		s.Sim.Advance(2 * time.Hour)
		s.failsFor("POST /waitlist_entries", "lost", 1)
		s.a("clerk_waitlist_entry").apply("email_address = \"grace@example.com\"\nnotify = false")
	}},
	{what: "The entry was deleted outside Terraform", do: func(s *scenario) {
		o := s.a("clerk_waitlist_entry")
		o.apply(`email_address = "grace@example.com"`)
		s.ask("DELETE /waitlist_entries/"+o.state.Value.GetAttr("id").AsString(), "")
		s.Sim.Advance(time.Minute)
		o.apply(`email_address = "grace@example.com"`)
	}},
	{what: "An entry that was invited is destroyed", do: func(s *scenario) {
		o := s.a("clerk_waitlist_entry")
		o.apply(`email_address = "grace@example.com"`)
		s.ask("POST /waitlist_entries/"+o.state.Value.GetAttr("id").AsString()+"/invite", "")
		o.destroy()
	}},
	{what: "Imported by an address that is not on the waitlist", do: func(s *scenario) { s.a("clerk_waitlist_entry").imported("nobody@example.com") }},
	{what: "The list resource clerk_waitlist_entry: it is not allowed", do: forbidden("/waitlist_entries", querying("clerk_waitlist_entry", ""))},
	{what: "The data source clerk_waitlist_entries: it is not allowed", do: forbidden("/waitlist_entries", reading("clerk_waitlist_entries", `status = "invited"`))},
	{what: "The data source clerk_waitlist_entries: there is no such status", do: reading("clerk_waitlist_entries", `status = "accepted"`)},
})
