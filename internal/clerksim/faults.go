package clerksim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
)

// Fault is a failure of the network or of Clerk.
type Fault struct {
	// Operation that meets it, such as "POST /users"; "" is any.
	Operation string `json:"operation"`
	// Kind is "429", "502" (with a body that is no JSON), "reset" (the
	// connection, before any work), "lost" (the work is done, then the
	// connection is reset), "lost_502" (the work is done, and answered 502),
	// "late" (the connection is reset, and the work is done after the next
	// request of any operation), "404" (a web server's page, before any work),
	// "another" (the work is done, and the answer shows the id of another object)
	// or "lacking" (the work is done, and the answer lacks a field).
	Kind string `json:"kind"`
	// Field is what an answer lacks: that of the object, or of each object of a list.
	// One inside it is named after it, "email_addresses.verification". With Null it is
	// there, as null.
	Field string `json:"field"`
	Null  bool   `json:"null"`
	// Times is how often; 0 is once.
	Times int `json:"times"`
	// RetryAfter is the Retry-After header of a 429, in seconds.
	RetryAfter int `json:"retry_after"`
}

// faultKinds are those that can be placed; the first so many are drawn, too.
var faultKinds = []string{"429", "502", "reset", "lost", "lost_502", "late", "404", "another", "lacking"}

const drawnKinds = 4

const (
	// mostInARow is how many random faults one call meets before it is let through:
	// fewer than a client's retries must bear.
	mostInARow = 2
	// letThrough is how often. A client may have ten requests under way, all of them
	// this call: let through once, one of them alone could meet faults for ever.
	letThrough = 10
)

// faults holds the placed faults, and draws the random ones.
type faults struct {
	rate   float64
	random *rand.Rand
	spared []string
	placed []Fault
	inARow map[string]int // by call; below zero, how often it is let through yet
}

func newFaults(o *Options) *faults {
	return &faults{rate: o.Faults, random: rand.New(rand.NewPCG(o.Seed, 0x5eed)), spared: o.Spared, inARow: map[string]int{}}
}

// PlaceFault lets the next requests of an operation meet a fault. Faults of
// one operation come in the order in which they were placed. A kind that does
// not exist is a mistake of the caller, and panics.
func (s *Server) PlaceFault(f Fault) {
	if err := f.check(); err != nil {
		panic("clerksim: fault: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(1, f.Times)
	s.faults.placed = append(s.faults.placed, f)
}

// ForgetFaults lets no request meet a placed fault any more.
func (s *Server) ForgetFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.placed = nil
}

// Misbehave sets the share of API requests that meet a fault from now on, 0 to 1,
// and where their random sequence begins.
func (s *Server) Misbehave(rate float64, seed uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	placed := s.faults.placed
	s.faults = newFaults(&Options{Faults: rate, Seed: seed, Spared: s.options.Spared})
	s.faults.placed = placed
}

func (f Fault) check() error {
	if !slices.Contains(faultKinds, f.Kind) {
		return fmt.Errorf("kind %q is none of %v", f.Kind, faultKinds)
	}
	if (f.Kind == "lacking") != (f.Field != "") || f.Null && f.Field == "" {
		return fmt.Errorf("field is what a fault of the kind lacking takes, and needs")
	}
	if f.Times < 0 || f.RetryAfter < 0 {
		return fmt.Errorf("times and retry_after cannot be negative")
	}
	return nil
}

// next is the fault that a request meets; its Kind is empty if there is none.
func (f *faults) next(operation string, r *http.Request, body []byte) Fault {
	for i := range f.placed {
		p := &f.placed[i]
		if p.Operation != "" && p.Operation != operation {
			continue
		}
		met := *p
		if p.Times--; p.Times == 0 {
			f.placed = slices.Delete(f.placed, i, i+1)
		}
		return met
	}
	if f.rate == 0 {
		return Fault{}
	}
	call := r.Method + " " + r.URL.String() + "\n" + string(body)
	switch hit := f.random.Float64() < f.rate; {
	case f.inARow[call] < 0:
		f.inARow[call]++
		return Fault{}
	case !hit:
		delete(f.inARow, call)
		return Fault{}
	}
	if f.inARow[call]++; f.inARow[call] == mostInARow {
		f.inARow[call] = -letThrough
	}
	// A random 429 asks for no wait, so that runs with many stay fast.
	kind := faultKinds[f.random.IntN(drawnKinds)]
	if slices.Contains(f.spared, operation) {
		kind = "429"
	}
	return Fault{Kind: kind}
}

// resetConnection ends the connection with a TCP reset, where there is one.
func resetConnection(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = connection.Close()
}

// ofAnother is an answer with the id of another object in place of its own, or in place of that of the directory whose mappings it lists.
func ofAnother(answer []byte) []byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(answer, &fields) != nil {
		return answer
	}
	another := json.RawMessage(`"another_` + randomHex(4) + `"`)
	var parts []map[string]json.RawMessage
	switch {
	case fields["id"] != nil:
		fields["id"] = another
	case json.Unmarshal(fields["data"], &parts) == nil:
		for _, part := range parts {
			part["directory_id"] = another
		}
		fields["data"], _ = json.Marshal(parts) // what was decoded can be encoded
	default:
		return answer
	}
	// The path of a membership names its user.
	var user map[string]json.RawMessage
	if json.Unmarshal(fields["public_user_data"], &user) == nil {
		user["user_id"] = another
		fields["public_user_data"], _ = json.Marshal(user)
	}
	changed, err := json.Marshal(fields)
	if err != nil {
		return answer
	}
	return changed
}

// lacking is an answer without a field: of the object, or of each object of a list.
func lacking(answer []byte, field []string, null bool) []byte {
	decoder := json.NewDecoder(bytes.NewReader(answer))
	decoder.UseNumber()
	var all any
	if decoder.Decode(&all) != nil {
		return answer
	}
	if page, ok := all.(map[string]any); ok && page["total_count"] != nil {
		leaveOut(page["data"], field, null)
	} else {
		leaveOut(all, field, null)
	}
	changed, err := json.Marshal(all)
	if err != nil {
		return answer
	}
	return changed
}

func leaveOut(from any, field []string, null bool) {
	switch from := from.(type) {
	case []any:
		for _, one := range from {
			leaveOut(one, field, null)
		}
	case map[string]any:
		_, there := from[field[0]]
		switch {
		case len(field) > 1:
			leaveOut(from[field[0]], field[1:], null)
		case there && null:
			from[field[0]] = nil
		default:
			delete(from, field[0])
		}
	}
}
