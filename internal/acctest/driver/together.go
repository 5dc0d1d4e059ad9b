package driver

import (
	"runtime"
	"sync"
)

// AtOnce is how many objects Terraform looks at at the same time.
const AtOnce = 10

// Together does n things, ten at a time, as core does with objects that do not refer
// to each other, and gives the error of each. They begin in their order. If one of them
// ends the test, the test ends, once the others have come back.
func Together(n int, do func(int) error) []error {
	var group sync.WaitGroup
	errs, turns := make([]error, n), make(chan struct{}, AtOnce)
	ended, said := make([]bool, n), make([]any, n)
	for k := range n {
		turns <- struct{}{}
		group.Go(func() {
			defer func() { <-turns }()
			// A test ends by a panic, or by leaving its goroutine without one: neither
			// reaches the caller's by itself.
			defer func() { said[k] = recover() }()
			ended[k] = true
			errs[k] = do(k)
			ended[k] = false
		})
	}
	group.Wait()
	for k := range n {
		switch {
		case said[k] != nil:
			panic(said[k])
		case ended[k]:
			runtime.Goexit()
		}
	}
	return errs
}
