# A program that notes when it sees SIGINT, in seconds since the epoch, in the file that its first parameter names.
# With a second parameter it prints that many characters at the first line of input, and notes when it did.
# Perl, because it sees a signal at once (a Node program takes 1.4 ms, and several while other processes are busy) and can wait for one
# without missing it: bash does not see one that comes just before it waits, once in some hundred times.
use strict;
use warnings;
use POSIX qw(:signal_h);
use Time::HiRes qw(time);

my ($file, $characters) = (@ARGV, 0);
my ($printed_at, $signalled_at) = ('null');
# It comes while `sigsuspend` waits, and not before.
sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGINT));
sigaction(SIGINT, POSIX::SigAction->new(sub { $signalled_at = time }));

$| = 1;
print "ready\n";
if ($characters > 0) {
    <STDIN>;
    $printed_at = sprintf '%.6f', time;
    print 'x' x $characters;
}
sigsuspend(POSIX::SigSet->new) until defined $signalled_at;
open my $note, '>', $file or die "$file: $!";
printf {$note} '{"printedAt":%s,"signalledAt":%.6f}', $printed_at, $signalled_at;
