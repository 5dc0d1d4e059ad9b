package clerksim

import "strings"

// machineKey is a secret key of a machine. One that was rotated is valid for a while longer.
type machineKey struct {
	secret string
	until  int64 // Unix ms; 0 is for ever
}

func newMachineKey() string { return "mk_" + secretText() }

type machineSecret struct {
	Object string `json:"object"`
	Secret string `json:"secret"`
}

func (c *call) machineSecretKey() (any, *failure) {
	m, f := c.machine()
	if f != nil {
		return nil, f
	}
	return machineSecret{"machine_secret_key", m.keys[0].secret}, nil
}

// rotateSecretKey gives the machine another secret key. The previous one is valid for as long as the body says, in seconds.
func (c *call) rotateSecretKey() (any, *failure) {
	m, f := c.machine()
	if f != nil {
		return nil, f
	}
	until := millis(c.now) + 1000*c.params.number("previous_token_ttl")
	keys := []machineKey{{secret: newMachineKey()}}
	for _, k := range m.keys {
		if k.until == 0 || k.until > until {
			k.until = until
		}
		keys = append(keys, k)
	}
	m.keys, m.UpdatedAt = keys, millis(c.now)
	stored[machine](c).store(c.now, m)
	return machineSecret{"machine_secret_key", keys[0].secret}, nil
}

// machineWithKey is the machine that has a secret key, if one does.
func (c *call) machineWithKey(secret string) (machine, bool) {
	if !strings.HasPrefix(secret, "mk_") {
		return machine{}, false
	}
	for _, m := range stored[machine](c).ordered {
		for _, k := range m.keys {
			if k.secret == secret && (k.until == 0 || k.until > millis(c.now)) {
				return m, true
			}
		}
	}
	return machine{}, false
}
