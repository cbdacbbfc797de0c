<?php
// An adapter between the contract of vouch and this build's own API: PHP 8, no packages.
// Start it with: php -S 127.0.0.1:8080 adapter.php
// It answers what it can do, and 501 for the rest. Declare an ability below only when the routes behind it work.
declare(strict_types=1);

const CAPABILITIES = [
    'name' => 'our wallet', 'version' => '1', 'programmes' => '@PROGRAMME@', 'parties' => [@PARTIES_SINGLE@],
    // 'readings' => ['G10' => 'until_start_of_29'], where the build reads an open question otherwise than by default
    'clock' => false, 'worlds' => false, 'settings' => false, 'choices' => false, 'reasons' => true, 'events' => false, 'digest' => false, 'prompt' => false,
];

final class Refusal extends Exception
{
    public function __construct(public int $status, public string $reason, public ?string $requirement = null)
    {
        parent::__construct($reason);
    }
}

// One entry for each command and record, by its word in the contract. What it returns is the body of a 200;
// a refusal is thrown: throw new Refusal(409, 'voucher-expired', 'FOOD-EXPIRY-001').
$commands = [
    // 'purchase' => fn (array $asked): array => ['purchase' => …, 'amount' => …],
];
$records = [
    // 'food_wallet' => fn (array $asked): array => ['food' => ['state' => 'active', 'left' => 432500]],
];
$control = [
    'GET /capabilities' => fn (array $asked): array => [200, CAPABILITIES],
    // 'POST /worlds' => fn (array $asked): array => [201, ['world' => …, 'now' => $asked['body']['at']]],
    // 'POST /worlds/{world}/clock' => fn (array $asked): array => [200, ['now' => $asked['body']['to']]],
    // 'POST /worlds/{world}/tokens' => fn (array $asked): array => [200, ['token' => …]],
];

function send(int $status, mixed $body): void
{
    http_response_code($status);
    header('Content-Type: ' . ($status < 400 ? 'application/json' : 'application/problem+json'));
    echo json_encode($body, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
}

$path = (string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$asked = [
    'actor' => $_SERVER['HTTP_AUTHORIZATION'] ?? null, 'key' => $_SERVER['HTTP_IDEMPOTENCY_KEY'] ?? null,
    'world' => $_SERVER['HTTP_VOUCH_WORLD'] ?? null, 'query' => $_GET, 'body' => [],
];
try {
    $text = (string) file_get_contents('php://input');
    if ($text !== '') {
        $asked['body'] = json_decode($text, true, 64, JSON_THROW_ON_ERROR);
    }
    [, $plane, $kind, $word] = array_pad(explode('/', $path), 4, '');
    if ($plane === 'v1' && $kind === 'commands' && isset($commands[$word])) {
        send(200, $commands[$word]($asked));
    } elseif ($plane === 'v1' && $kind === 'records' && isset($records[$word])) {
        send(200, $records[$word]($asked));
    } else {
        $token = (string) getenv('VOUCH_CONTROL_TOKEN');
        if ($plane === 'control' && $token !== '' && $asked['actor'] !== 'Bearer ' . $token) {
            throw new Refusal(401, 'token-unknown');
        }
        if (preg_match('#/worlds/([^/]+)#', $path, $found) === 1) {
            $asked['world'] = $found[1];
        }
        $route = preg_replace('#/worlds/[^/]+#', '/worlds/{world}', preg_replace('#^/control/v1#', '', $path));
        $handler = $control[$_SERVER['REQUEST_METHOD'] . ' ' . $route] ?? throw new Refusal(501, 'unsupported');
        send(...$handler($asked));
    }
} catch (Refusal $no) {
    send($no->status, array_filter(['type' => 'urn:vouch:reason:' . $no->reason, 'title' => $no->reason, 'status' => $no->status,
        'reason' => $no->reason, 'requirement' => $no->requirement]));
} catch (JsonException) {
    send(400, ['type' => 'urn:vouch:reason:malformed', 'title' => 'malformed', 'status' => 400, 'reason' => 'malformed']);
}
