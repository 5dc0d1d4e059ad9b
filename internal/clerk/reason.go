package clerk

import "errors"

// Reason sorts the failures that no error of Clerk's explains.
type Reason int

// The reasons; zero is none of them.
const (
	Unanswered    Reason = iota + 1 // nothing came back, or not in time
	Unreadable                      // what came back is not what Clerk sends
	OutOfPatience                   // Clerk's rate limit asks for a longer wait than the client takes
)

// ReasonOf finds out why a request failed.
func ReasonOf(err error) Reason {
	var f *failure
	if errors.As(err, &f) {
		return f.reason
	}
	return 0
}

type failure struct {
	reason Reason
	error
}

func (f *failure) Unwrap() error { return f.error }

func because(reason Reason, err error) error { return &failure{reason, err} }
