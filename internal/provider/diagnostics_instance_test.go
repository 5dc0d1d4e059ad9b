package provider_test

import "net/http"

var identifierListMishaps = []mishap{
	{what: "No identifier", do: invalid("clerk_allowlist_identifier", `identifier = "+1 555 0100"`)},
	{what: "Nobody can be notified", do: invalid("clerk_allowlist_identifier", "identifier = \"*@example.com\"\nnotify = true")},
	{what: "An identifier that Clerk does not take", do: func(s *stage) { s.a("clerk_allowlist_identifier").apply(`identifier = "ada"`) }},
	{what: "A domain that is not written as Clerk takes it", do: func(s *stage) { s.a("clerk_blocklist_identifier").apply(`identifier = "Example.com"`) }},
	{what: "One that is listed already", do: func(s *stage) {
		s.a("clerk_blocklist_identifier").apply(`identifier = "ada@example.com"`)
		s.a("clerk_blocklist_identifier").apply(`identifier = "Ada@example.com"`)
	}},
	{what: "The answer to an invitation is lost", do: func(s *stage) {
		s.fails("POST /allowlist_identifiers", "502")
		s.a("clerk_allowlist_identifier").apply("identifier = \"ada@example.com\"\nnotify = true")
	}},
	{what: "The plan of the instance has no such list", do: func(s *stage) {
		s.off("restrictions")
		s.a("clerk_allowlist_identifier").apply(`identifier = "*@example.com"`)
		s.read("clerk_blocklist_identifiers", "")
	}},
	{what: "Imported by an identifier that is not listed", do: func(s *stage) {
		s.a("clerk_allowlist_identifier").imported("*@example.com")
		s.a("clerk_blocklist_identifier").imported("spammer@example.com")
	}},
	{what: "Clerk's list shows an entry without its id", do: func(s *stage) {
		o := s.a("clerk_allowlist_identifier")
		o.apply(`identifier = "*@example.com"`)
		s.answers("GET", "/allowlist_identifiers", http.StatusOK, `{"data":[{"object":"allowlist_identifier","identifier":"*@example.com"}],"total_count":1}`)
		o.apply(`identifier = "*@example.com"`)
	}},
	{what: "Listing them is not allowed", do: forbidden("/blocklist_identifiers", reading("clerk_blocklist_identifiers", ""))},
	{what: "The list resource clerk_allowlist_identifier: it is not allowed", do: forbidden("/allowlist_identifiers", querying("clerk_allowlist_identifier", ""))},
}
