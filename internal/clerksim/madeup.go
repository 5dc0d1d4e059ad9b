package clerksim

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/segmentio/ksuid"
)

// Names for made-up users; the family names are invented.
var (
	firstNames = []string{"Ada", "Bruno", "Chioma", "Dmitri", "Elin", "Farid", "Greta", "Hana", "Ines", "Jonas", "Kaya", "Liam", "Mira", "Nils", "Olga",
		"Pavel", "Quinn", "Rosa", "Samir", "Tove", "Uma", "Viktor", "Wanda", "Xenia", "Yusuf", "Zora"}
	lastNames = []string{"Amberfold", "Brightwater", "Castellane", "Dunmarrow", "Eastergate", "Fernhollow", "Greywether", "Hartlepond", "Ivorsson", "Jasperling",
		"Kettlewick", "Larkenby", "Moorgrave", "Northwell", "Oakenshade", "Pennyworthy", "Quillander", "Ravensholt", "Silverton", "Thornbury", "Underhallow",
		"Vasterling", "Wintermere", "Yarrowdale", "Zelenkov"}
)

// madeUpSince is when the first made-up user signed up; the others follow at
// a minute's distance. It is fixed, so that a seed always gives the same users.
var madeUpSince = time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC)

// makeUpUsers adds users who are the same for the same seed: all with a name
// and an email address, some with a username, a phone number, metadata.
func (s *Server) makeUpUsers(n int) {
	random := rand.New(rand.NewPCG(s.options.Seed, 0xada))
	already := len(s.users.ordered)
	for i := range already + n {
		u := madeUpUser(i, random) // drawn for each number, so that later ones differ from earlier ones
		if i < already {
			continue
		}
		s.seq++
		u.seq = s.seq
		s.users.store(s.clock.now(), u)
	}
}

func madeUpUser(i int, random *rand.Rand) *user {
	at := madeUpSince.Add(time.Duration(i) * time.Minute)
	first, last := firstNames[random.IntN(len(firstNames))], lastNames[random.IntN(len(lastNames))]
	name := strings.ToLower(first + "." + last)
	created := millis(at)
	u := &user{head: head{ID: seededID("user", at, random), CreatedAt: created, UpdatedAt: created}, firstName: &first, lastName: &last, deleteSelf: true, createOrganization: true}
	for m := range u.metadata {
		u.metadata[m] = emptyObject
	}
	add := func(kind addressKind, value string) {
		a := address{id: seededID("idn", at, random), kind: kind, value: value, status: verified, strategy: "admin", createdAt: created, updatedAt: created}
		u.addresses, u.primary[kind] = append(u.addresses, a), a.id
	}
	add(email, fmt.Sprintf("%s.%d@example.com", name, i))
	// 555-0100 is set aside for fiction: it gives one number in each of 1,000 areas.
	if i%4 == 0 && i/4 < 1000 {
		add(phone, fmt.Sprintf("+1555%03d0100", i/4))
	}
	if i%2 == 0 {
		u.username = pointer(fmt.Sprintf("%s_%d", strings.ReplaceAll(name, ".", "_"), i))
	}
	if i%3 == 0 {
		u.externalID = pointer(fmt.Sprintf("ext_%d", i))
		u.metadata[publicMetadata] = []byte(fmt.Sprintf(`{"plan":%q}`, []string{"free", "pro"}[random.IntN(2)]))
	}
	return u
}

func seededID(prefix string, at time.Time, random *rand.Rand) string {
	payload := make([]byte, 16)
	for i := range payload {
		payload[i] = byte(random.Uint32())
	}
	id, err := ksuid.FromParts(at, payload)
	if err != nil {
		return newID(prefix, at)
	}
	return prefix + "_" + id.String()
}
