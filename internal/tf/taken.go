package tf

import (
	"errors"
	"fmt"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// adviseOnConflict adds to an error what a person can do about an object that exists
// already, and gives the import block where an import is right.
func (o Object[M, A]) adviseOnConflict(verb string, m M, err error) error {
	var taken *rest.Taken
	if errors.As(err, &taken) && !taken.Exchange {
		err = Hint(o.whatIsTaken(verb, m, taken.Holder), err)
	}
	conflict, met := rest.AsConflict(err)
	var lost *rest.Lost
	var hint *hinted
	switch maybe := errors.As(err, &lost); {
	case met && conflict.ID != "" && verb == "create":
		if block := o.importBlock(m, conflict.ID); block != "" {
			return Hint(fmt.Sprintf("The answer to an earlier attempt was lost, and %s.\nIf what exists is what the configuration means, import it, with the name of this resource:\n\n%s\n\nOtherwise delete it, or choose another value.", conflict.Why, block), err)
		}
	case !maybe || errors.As(err, &hint):
	case verb == "update":
		return Hint(lostAnd(conflict)+"Run terraform plan: it shows what Clerk has now, and plans what is missing.", err)
	case verb == "create":
		id, name := anID, "its id in place of "+anID+" and "
		if o.ImportID != nil && o.ImportID(m, "") != "" {
			id, name = o.ImportID(m, ""), ""
		}
		return Hint(lostAnd(conflict)+"Look in Clerk's dashboard whether the object is there. If it is, and is what the configuration means, import it, with "+name+"the name of this resource:\n\n"+
			o.block(id)+"\n\nOtherwise delete it, or choose another value. If there is none, apply again.", err)
	}
	return err
}

// anID stands in an import block for an id that is not known.
const anID = "ID"

// lostAnd says what came of an earlier attempt, where a conflict tells that.
func lostAnd(conflict *rest.Conflict) string {
	if conflict == nil {
		return ""
	}
	return "The answer to an earlier attempt was lost, and " + conflict.Why + ".\n"
}

// whatIsTaken says what a person can do about a value that another object has.
func (o Object[M, A]) whatIsTaken(verb string, m M, holder string) string {
	who := "Another object of this instance"
	if holder != "" {
		who = holder
	}
	hint, block := who+" has this value. ", o.importBlock(m, holder)
	if o.Taken != nil && verb == "create" && block != "" {
		return o.Taken(m, block)
	}
	if verb == "create" && block != "" {
		hint += "If no resource manages it yet, import it in place of creating another, with the name of this resource:\n\n" + block + "\n\nOtherwise choose another value, or take it away from that one"
	} else {
		hint += "Choose another value, or take it away from that one"
	}
	hint += ": a resource of this configuration that gives it up may do so in the same apply."
	if verb == "create" {
		hint += " One that is replaced and keeps the value can only be destroyed first: take create_before_destroy out of it."
	}
	return hint
}

// importBlock is the block that imports the object which a create has met, by the id of
// who has the value. It is empty where an import would be wrong.
func (o Object[M, A]) importBlock(planned M, holder string) string {
	id := holder
	if o.ImportID != nil && holder != "" {
		id = o.ImportID(planned, holder)
	}
	if id == "" {
		return ""
	}
	return o.block(id)
}

func (o Object[M, A]) block(id string) string {
	return fmt.Sprintf("  import {\n    to = clerk_%s.NAME\n    id = %q\n  }", o.Type, id)
}
