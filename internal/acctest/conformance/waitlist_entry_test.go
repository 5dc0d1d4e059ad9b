package conformance_test

var waitlistSubject = &subject{
	name: "clerk_waitlist_entry", path: "/waitlist_entries/{waitlist_entry_id}",
	once:      "it mails somebody",
	keys:      []string{"email_address"},
	unmanaged: `{"email_address":"bystander@example.com"}`,
	minimal:   `email_address = "ada@example.com"`,
	full: `
		email_address = "ada@example.com"
		notify        = true`,
	arguments: map[string]argument{
		"email_address": {to: `"grace@example.com"`, replaces: true},
	},
	agrees: organizationInvitationSubject.agrees,
	fixed:  map[string]string{"id": "computed", "status": "computed", "notify": "counts at creation only"},
	unread: "an entry tells nothing that clerk_waitlist_entries does not",
	drawn: []drawnBlock{{"waiting", `
		email_address = "waiting@example.com"`}},
}
