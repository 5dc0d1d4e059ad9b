package clerksim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// controls are the simulator's own endpoints. The package documentation
// describes them.
func (s *Server) controls() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /_sim/stats":    func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, s.Stats()) },
		"GET /_sim/requests": func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, s.Requests()) },
		"GET /_sim/state":    func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, s.state()) },
		"GET /_sim/assumptions": func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, map[string]any{"values": s.assume, "assumptions": Assumptions})
		},
		"POST /_sim/reset": func(w http.ResponseWriter, _ *http.Request) {
			s.Reset()
			answerJSON(w, struct{}{})
		},
		"POST /_sim/clock": controlled(func(in struct {
			Advance string `json:"advance"`
		}) (any, error) {
			d, err := time.ParseDuration(in.Advance)
			if err != nil {
				return nil, err
			}
			s.Advance(d)
			return map[string]string{"now": s.clock.now().UTC().Format(time.RFC3339Nano)}, nil
		}),
		"POST /_sim/faults": controlled(func(in Fault) (any, error) {
			if err := in.check(); err != nil {
				return nil, err
			}
			s.PlaceFault(in)
			return in, nil
		}),
		"POST /_sim/switch": controlled(func(in struct {
			Name string `json:"name"`
			On   bool   `json:"on"`
		}) (any, error) {
			return in, s.Switch(in.Name, in.On)
		}),
		"POST /_sim/spelling": controlled(func(in struct {
			Field string `json:"field"`
			Rule  string `json:"rule"`
		}) (any, error) {
			return in, s.Spell(in.Field, in.Rule)
		}),
		"POST /_sim/seed": controlled(func(in seeds) (any, error) { return s.seed(in) }),
	}
}

// controlled answers 400 with a plain sentence if the body or what it asks
// for makes no sense.
func controlled[T any](do func(T) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in T
		d := json.NewDecoder(r.Body)
		d.DisallowUnknownFields()
		err := d.Decode(&in)
		var out any
		if err == nil {
			out, err = do(in)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		answerJSON(w, out)
	}
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// about tells a person who opens the address in a browser what this is.
func (s *Server) about(w http.ResponseWriter) {
	answerJSON(w, map[string]string{
		"about": "a local stand-in for Clerk's Backend API", "api": "/v1", "control": "/_sim/{stats,requests,state,assumptions,reset,clock,faults,switch,spelling,seed}",
		"instance_id": s.instanceID, "environment": s.options.Environment,
	})
}

// userState adds to a user what the API keeps to itself.
type userState struct {
	userView
	PasswordHasher      string `json:"password_hasher"`
	PasswordCompromised bool   `json:"password_compromised"`
	BackupCodes         int    `json:"backup_codes"`
	ScimManaged         bool   `json:"scim_managed"`
}

// instanceState is the instance and its settings, by group.
func (c *call) instanceState() map[string]any {
	is := c.instance()
	out := map[string]any{
		"object": is.Object, "id": is.ID, "environment_type": is.EnvironmentType, "allowed_origins": is.AllowedOrigins, "workspace_id": is.WorkspaceID,
		"settings": c.settings,
	}
	for _, g := range settings() {
		name, group := g.state(c)
		out[name] = group
	}
	return out
}

// state is everything that the instance holds, as its API would show it, with
// what the API does not show beside it. Secrets are left out.
func (s *Server) state() map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.inspection()
	out := map[string]any{
		"instance": c.instanceState(),
		"now":      c.now, "switches": s.allSwitches(), "oauth_access_tokens": len(s.oauthAccessTokens),
		"users": each(s.users.ordered, c.userState),
	}
	for _, k := range kinds() {
		out[k.name()] = k.state(c)
	}
	return out
}

// inspection is a call that shows objects as they are.
func (s *Server) inspection() *call {
	return &call{Server: s, now: s.clock.now(), r: &http.Request{URL: &url.URL{}}}
}

func (c *call) userState(u *user) userState {
	return userState{c.showUser(u), u.password.hasher, u.compromised, len(u.backupCodes), c.managedByScim(u.ID)}
}

// Objects are the objects of GET /_sim/state by their kind, such as "users", and by their id, as
// JSON: those of all kinds, unless some are named. Each group of the instance's settings is a kind
// of one object, with the id of the instance.
func (s *Server) Objects(named ...string) map[string]map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, out := s.inspection(), map[string]map[string]string{}
	add := func(name string, objects func() map[string]any) {
		if len(named) > 0 && !slices.Contains(named, name) {
			return
		}
		out[name] = map[string]string{}
		for id, object := range objects() {
			text, err := json.Marshal(object)
			if err != nil {
				panic(err)
			}
			out[name][id] = string(text)
		}
	}
	for name, group := range c.instanceState() {
		add(name, func() map[string]any { return map[string]any{s.instanceID: group} })
	}
	add("users", func() map[string]any {
		users := map[string]any{}
		for _, u := range s.users.ordered {
			users[u.ID] = c.userState(u)
		}
		return users
	})
	for _, k := range kinds() {
		add(k.name(), func() map[string]any { return k.objects(c) })
	}
	return out
}
