package rest

import "errors"

// Reason classifies the failures that do not come from an error of Clerk's.
type Reason int

// The reasons; 0 means any other failure.
const (
	Unanswered       Reason = iota + 1 // there was no answer, or not in time
	Unreadable                         // the answer is not one that Clerk sends
	RateLimitTooLong                   // Clerk's rate limit asks for a longer wait than the client takes
)

// ReasonOf returns the Reason of an error, or 0.
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

// WithReason is an error for which ReasonOf returns the reason.
func WithReason(reason Reason, err error) error { return &failure{reason, err} }
