package clerksim

import (
	"net/http"
	"slices"
	"strings"
)

// machine is a service of an application, which proves to others who it is by tokens.
type machine struct {
	machineData
	ScopedMachines []machineData `json:"scoped_machines"`
	SecretKey      string        `json:"secret_key,omitempty"` // in the answer that creates it
	keys           []machineKey  // the one that is valid last, first
}

// machineData is what a machine says of one that it has access to.
type machineData struct {
	head
	Name            string `json:"name"`
	InstanceID      string `json:"instance_id"`
	DefaultTokenTTL int64  `json:"default_token_ttl"`
}

const (
	defaultTokenTTL = 3600
	longestTokenTTL = 315360000
	// mostScopes is how many machines one may have access to.
	mostScopes = 150
)

func machines() kind[machine] {
	return kind[machine]{
		object: "machine", plural: "machines", idParam: "machine_id", prefix: "mch",
		list: true, get: true, delete: true,
		create: &shape{open: true, fields: map[string]rule{
			"name": text.need().within(1, 255), "scoped_machines": textList, "default_token_ttl": number.within(1, longestTokenTTL)}},
		update: &shape{open: true, fields: map[string]rule{"name": text.within(1, 255), "default_token_ttl": number.within(1, longestTokenTTL)}},
		keys:   map[string]func(machine) []string{"name": func(m machine) []string { return []string{m.Name} }},
		findBy: (*call).machine,
		filter: func(_ *call, q *query) func(machine) bool {
			return named(q, func(m machine) [3]string { return [3]string{m.ID, m.Name, m.Name} })
		},
		orders: []ordering[machine]{
			{"created_at", nil},
			{"name", func(_ *call, a, b machine) int { return strings.Compare(a.Name, b.Name) }},
		},
		defaults: machine{machineData: machineData{DefaultTokenTTL: defaultTokenTTL}},
		rules:    (*call).machineRules,
		created:  (*call).machineCreated,
		deleted:  (*call).forgetMachine,
		show:     (*call).showMachine,
		more: []operation{
			{pattern: "GET /machines/{machine_id}/secret_key", handle: (*call).machineSecretKey},
			{pattern: "POST /machines/{machine_id}/secret_key/rotate", handle: (*call).rotateSecretKey,
				body: &shape{open: true, fields: map[string]rule{"previous_token_ttl": {kind: aNumber, required: true, max: 28800}}}},
		},
	}
}

// machine is the machine that the path names.
func (c *call) machine() (machine, *failure) { return c.machineByID(c.id("machine_id")) }

func (c *call) machineByID(id string) (machine, *failure) {
	m, ok := stored[machine](c).get(id)
	if !ok {
		f := notFound("machine", id)
		f.items[0].Code = c.assume["machine_absent"]
		return m, f
	}
	return m, nil
}

func (c *call) machineRules(old machine, m *machine) *failure {
	if c.params.has("name") && m.Name == "" {
		return isNull("name")
	}
	if c.assume.yes("machine_names_unique") {
		if f := claimed(c, "name", *m); f != nil {
			return f
		}
	}
	if old.ID != "" {
		return nil
	}
	m.ScopedMachines, m.InstanceID = nil, c.instanceID
	m.keys = []machineKey{{secret: newMachineKey()}}
	m.SecretKey = m.keys[0].secret
	others := c.params.list("scoped_machines")
	if len(others) > mostScopes {
		return tooManyScopes("scoped_machines")
	}
	for _, id := range others {
		if _, f := c.machineByID(id); f != nil {
			return f
		}
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(others))) {
		c.storeScope(m.ID, id)
	}
	return nil
}

// machineCreated forgets what is shown once.
func (c *call) machineCreated(m machine) {
	m.SecretKey = ""
	stored[machine](c).store(c.now, m)
}

// forgetMachine takes the machine out of all scopes, and ends its tokens.
func (c *call) forgetMachine(m machine) {
	for _, s := range slices.Clone(stored[machineScope](c).ordered) {
		if s.From == m.ID || s.To == m.ID {
			stored[machineScope](c).discard(c.now, s.ID)
		}
	}
	for _, t := range stored[m2mToken](c).lookup("subject", m.ID) {
		stored[m2mToken](c).discard(c.now, t.ID)
	}
}

// showMachine has the machines that it has access to, as lists show them where it is listed itself.
func (c *call) showMachine(m machine) machine {
	m.ScopedMachines = []machineData{}
	for _, s := range c.scopesShown().lookup("from", m.ID) {
		if other, ok := stored[machine](c).get(s.To); ok {
			m.ScopedMachines = append(m.ScopedMachines, other.machineData)
		}
	}
	return m
}

// scopesShown are the scopes that the answer shows: those of a list may lag behind writes.
func (c *call) scopesShown() *table[machineScope] {
	all := stored[machineScope](c)
	if c.r != nil && c.r.Method == http.MethodGet && strings.HasSuffix(c.r.URL.Path, "/machines") {
		return all.listed(c.now)
	}
	return all.table
}
