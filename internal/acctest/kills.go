package acctest

import (
	"cmp"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// Kills is how often a test kills the provider: as often as CLERK_KILLS says, else 3 times.
// What is drawn for it comes from CLERK_KILLS_SEED, or from the time, and is logged.
func Kills(t *testing.T) (int, *rand.Rand) {
	t.Helper()
	kills, err := strconv.Atoi(cmp.Or(os.Getenv("CLERK_KILLS"), "3"))
	if err != nil {
		t.Fatalf("CLERK_KILLS: %v", err)
	}
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("CLERK_KILLS_SEED"); s != "" {
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatalf("CLERK_KILLS_SEED: %v", err)
		}
	}
	t.Logf("CLERK_KILLS=%d CLERK_KILLS_SEED=%d", kills, seed)
	return kills, rand.New(rand.NewPCG(seed, 0))
}

// Written is how many writes the local Clerk has seen.
func (i *Instance) Written() (n int) {
	for _, of := range i.Writes() {
		n += of
	}
	return n
}
