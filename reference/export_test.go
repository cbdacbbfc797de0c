package reference

// Records hands a test everything that events change, and the keys beside it:
// what the state digest has to cover.
func (m *Machine) Records() (state, keys any) { return &m.state, &m.keys }
