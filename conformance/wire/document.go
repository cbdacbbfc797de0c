package wire

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func commandOperation(k voucher.CommandKind) *huma.Operation {
	return &huma.Operation{Method: http.MethodPost, Path: CommandPath + k.String()}
}

func recordOperation(row *reading) *huma.Operation {
	return &huma.Operation{Method: http.MethodGet, Path: RecordPath + row.kind.String()}
}

func documentOperation() *huma.Operation {
	return &huma.Operation{Method: http.MethodGet, Path: DocumentPath}
}

func documentText() []byte { return []byte("{}") }

type controlOps struct {
	capabilities, makeWorld, dropWorld, readClock, moveClock, makeToken, readLedger, settle, setFault *huma.Operation
}

func controlOperations() controlOps {
	op := func(method, path string) *huma.Operation {
		return &huma.Operation{Method: method, Path: ControlPath + path}
	}
	return controlOps{
		capabilities: op(http.MethodGet, "/capabilities"),
		makeWorld:    op(http.MethodPost, "/worlds"),
		dropWorld:    op(http.MethodDelete, "/worlds/{world}"),
		readClock:    op(http.MethodGet, "/worlds/{world}/clock"),
		moveClock:    op(http.MethodPost, "/worlds/{world}/clock"),
		makeToken:    op(http.MethodPost, "/worlds/{world}/tokens"),
		readLedger:   op(http.MethodGet, "/worlds/{world}/ledger"),
		settle:       op(http.MethodPost, "/worlds/{world}/settle"),
		setFault:     op(http.MethodPost, "/worlds/{world}/faults"),
	}
}
