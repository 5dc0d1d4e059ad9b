package clerksim

import "net/http"

// machineScope lets one machine use another. Its id is made of theirs, and is not shown.
type machineScope struct {
	head
	From string `json:"from_machine_id"`
	To   string `json:"to_machine_id"`
}

// scopeAnswer is a scope as the API shows it.
type scopeAnswer struct {
	Object    string `json:"object"`
	From      string `json:"from_machine_id"`
	To        string `json:"to_machine_id"`
	CreatedAt int64  `json:"created_at"`
}

type deletedScope struct {
	Object  string `json:"object"`
	From    string `json:"from_machine_id"`
	To      string `json:"to_machine_id"`
	Deleted bool   `json:"deleted"`
}

func machineScopes() kind[machineScope] {
	const all = "/machines/{machine_id}/scopes"
	return kind[machineScope]{
		object: "machine_scope", plural: "machine_scopes", path: all, idParam: "other_machine_id",
		keys: map[string]func(machineScope) []string{"from": func(s machineScope) []string { return []string{s.From} }},
		more: []operation{
			{pattern: "POST " + all, body: &shape{open: true, fields: map[string]rule{"to_machine_id": text.need()}}, handle: (*call).createScope},
			{pattern: "DELETE " + all + "/{other_machine_id}", handle: (*call).deleteScope},
		},
	}
}

func (c *call) storeScope(from, to string) machineScope {
	s := machineScope{head: c.newHead("machine_scope", "mchscope"), From: from, To: to}
	s.ID = from + "/" + to
	stored[machineScope](c).store(c.now, s)
	return s
}

func tooManyScopes(param string) *failure {
	return invalidValue(param, "would give the machine access to more than 150 others")
}

func (c *call) createScope() (any, *failure) {
	m, f := c.machine()
	if f != nil {
		return nil, f
	}
	other, f := c.machineByID(c.params.text("to_machine_id"))
	if f != nil {
		return nil, f
	}
	if _, there := stored[machineScope](c).get(m.ID + "/" + other.ID); there {
		return nil, fail(http.StatusConflict, c.assume["machine_scope_exists"], "machine scope already exists", "The machine already has access to the machine "+other.ID+".").about("to_machine_id")
	}
	if m.ID == other.ID && !c.assume.yes("machine_scopes_itself") {
		return nil, invalidValue("to_machine_id", "must be another machine")
	}
	if len(stored[machineScope](c).lookup("from", m.ID)) >= mostScopes {
		return nil, tooManyScopes("to_machine_id")
	}
	s := c.storeScope(m.ID, other.ID)
	return scopeAnswer{s.Object, s.From, s.To, s.CreatedAt}, nil
}

func (c *call) deleteScope() (any, *failure) {
	m, f := c.machine()
	if f != nil {
		return nil, f
	}
	s, there := stored[machineScope](c).get(m.ID + "/" + c.id("other_machine_id"))
	if !there {
		return nil, notFound("machine scope", c.id("other_machine_id"))
	}
	stored[machineScope](c).discard(c.now, s.ID)
	return deletedScope{s.Object, s.From, s.To, true}, nil
}
