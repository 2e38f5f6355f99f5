# Listens on the sandbox's own loopback, and passes on what comes to sockets and back.
#
#   a port and the path of its socket, for each door
#
# Closes its output once it listens. Holds no more of a connection than a block each way, and waits while it holds one. A
# crowd at one door keeps nobody from another.
use strict;
use Socket;
use Fcntl;
use Errno;

my ($most, $block) = (32, 65536);
$SIG{PIPE} = 'IGNORE';

# Of each door by its number: handle, the path behind it, how many are inside.
my (%door, %path, %inside);

while (my ($port, $path) = splice(@ARGV, 0, 2)) {
    socket(my $door, PF_INET, SOCK_STREAM, 0) or exit 1;
    setsockopt($door, SOL_SOCKET, SO_REUSEADDR, 1);
    bind($door, sockaddr_in($port, INADDR_LOOPBACK)) or exit 1;
    listen($door, 64) or exit 1;
    patient($door);
    my $number = fileno($door);
    ($door{$number}, $path{$number}, $inside{$number}) = ($door, $path, 0);
}
open(STDOUT, '>', '/dev/null');

# Of each side by its number: handle, other side, what is to be written to it, whether it said its last, whether it was told the
# other's; and of callers the door.
my (%handle, %other, %due, %said, %told, %through);

sub patient { fcntl($_[0], F_SETFL, O_NONBLOCK) }

sub later { $!{EAGAIN} || $!{EWOULDBLOCK} || $!{EINTR} }

sub drop {
    my ($side) = @_;
    for my $each ($side, $other{$side}) {
        close($handle{$each});
        $inside{delete $through{$each}}-- if exists $through{$each};
        delete $_->{$each} for \(%handle, %due, %said, %told);
    }
    my $peer = delete $other{$side};
    delete $other{$peer};
}

sub enter {
    my ($number) = @_;
    accept(my $caller, $door{$number}) or return;
    socket(my $inner, PF_UNIX, SOCK_STREAM, 0) or return;
    patient($_) for $caller, $inner;
    connect($inner, sockaddr_un($path{$number})) or return;
    my ($one, $two) = (fileno($caller), fileno($inner));
    %other = (%other, $one, $two, $two, $one);
    %handle = (%handle, $one, $caller, $two, $inner);
    $due{$_} = '' for $one, $two;
    $through{$one} = $number;
    $inside{$number}++;
}

# Tells a side that the other has said its last, once it was told all before; and ends what is over.
sub settle {
    my ($side) = @_;
    my $peer = $other{$side};
    if ($said{$peer} && $due{$side} eq '' && !$told{$side}) {
        $told{$side} = 1;
        shutdown($handle{$side}, 1);
    }
    drop($side) if $told{$side} && $told{$peer};
}

sub hear {
    my ($side) = @_;
    my $peer = $other{$side};
    my $got = sysread($handle{$side}, $due{$peer}, $block, length $due{$peer});
    if (!defined $got) { drop($side) unless later(); return }
    $said{$side} = 1 if $got == 0;
    settle($peer);
}

sub utter {
    my ($side) = @_;
    my $put = syswrite($handle{$side}, $due{$side});
    if (!defined $put) { drop($side) unless later(); return }
    substr($due{$side}, 0, $put) = '';
    settle($side);
}

while (1) {
    my ($hears, $tells) = ('', '');
    for my $number (keys %door) { vec($hears, $number, 1) = 1 if $inside{$number} < $most }
    for my $side (keys %handle) {
        vec($hears, $side, 1) = 1 if !$said{$side} && $due{$other{$side}} eq '';
        vec($tells, $side, 1) = 1 if $due{$side} ne '';
    }
    select($hears, $tells, undef, undef) > 0 or next;
    for my $side (keys %handle) { utter($side) if exists $handle{$side} && vec($tells, $side, 1) }
    for my $side (keys %handle) { hear($side) if exists $handle{$side} && vec($hears, $side, 1) }
    for my $number (keys %door) { enter($number) if vec($hears, $number, 1) }
}
