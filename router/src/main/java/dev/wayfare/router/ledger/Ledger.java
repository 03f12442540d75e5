package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.PicoUsd;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Quote;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Tally;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.ledger.BookingLine.BookingSlot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Usage and spend of the month so far, of all replicas that share a store.
 *
 * <p>A call goes three ways. <em>Booked</em>: its rounded quantities are added to whole numbers;
 * that is all a request waits for. <em>Priced</em>: whoever asks for a position next, or the next
 * flush, takes the numbers and prices them at the position they were booked on top of; since a bill
 * is a function of the month's quantity, the sum is to the digit what the calls cost one by one.
 * <em>Stored</em>: {@link #flush} sends what was priced as one {@link Batch} and reads what all
 * replicas have stored. A batch whose fate is not known is sent again as it was, while what is
 * priced meanwhile waits for the next one.
 *
 * <p>A position is what the store had at the last flush and what this replica has priced since, so
 * it is never without this replica's own calls, whatever becomes of the store. Safe to use from
 * many threads; only {@link #flush} waits for the store.
 */
public final class Ledger implements SpendView, ConsumptionView {
  private static final int MONTH_LENGTH = "2026-01".length();

  /** Whose billing time zone is UTC: consumers' days are of no account. */
  private static final Provider CONSUMERS = Provider.EDGE;

  private static final List<Provider> PROVIDERS = List.of(Provider.values());

  private volatile AccountBook accounts;
  private final LedgerStore store;
  private final BillingCalendar calendar;
  private final Bookings bookings = new Bookings();

  /** Requests of consumers, by day and again by month, that are in no position yet. */
  private final ConcurrentMap<ConsumerPeriod, Long> requests = new ConcurrentHashMap<>();

  /** Held while some move from there to the position, so that whoever looks sees them just once. */
  private final ReentrantLock moving = new ReentrantLock();

  private final LedgerHealth health;

  /** Held for arithmetic alone, never while the store is waited for. */
  private final ReentrantLock pricing = new ReentrantLock();

  /** Held while the store is used, by one thread at a time. */
  private final ReentrantLock flushing = new ReentrantLock();

  /** What this replica's calls cost, by target; written while pricing. */
  private final Map<String, BigDecimal> spentUsd = new ConcurrentHashMap<>();

  private final Outbox outbox;
  private volatile Position position;

  /**
   * Rises after each change of the position: what was made of the one before is then of another.
   */
  private final AtomicLong changes = new AtomicLong();

  /**
   * A ledger that has read nothing yet: {@link #flush} does.
   *
   * @param replica see {@link Batch#replica}
   */
  public Ledger(String replica, AccountBook accounts, LedgerStore store, InstantSource instants) {
    this.outbox = new Outbox(replica);
    this.accounts = accounts;
    this.store = store;
    this.calendar = new BillingCalendar(instants);
    this.health = new LedgerHealth(store.isDurable(), instants);
    this.position = new Position(accounts.openings());
  }

  /**
   * Goes by {@code next} from now on, and by its opening balances from the next {@link #flush}.
   * Targets that it has no more can still be charged for calls under way.
   */
  void use(AccountBook next) {
    accounts = next.withFormer(accounts);
  }

  /** Whether and how well the store can be reached. */
  public LedgerHealth health() {
    return health;
  }

  /** A line for the calls to {@code target}; null for {@code card} where their price is unknown. */
  BookingLine line(String target, @Nullable RateCard card) {
    Account account = accounts.account(target);
    return new BookingLine(target, account, card, calendar.today(account.provider()));
  }

  /** Books one call under the day of its instant, for {@code consumer} unless that is null. */
  void book(BookingLine line, Call call, @Nullable String consumer) {
    BillingDay today = calendar.today(line.account().provider());
    BookingSlot slot =
        consumer == null ? line.slot(today) : line.slot(today, consumer, calendar.today(CONSUMERS));
    bookings.add(slot, line.billedMillis(call), call.responseBytes());
  }

  @Override
  public void request(String consumer) {
    BillingDay today = calendar.today(CONSUMERS);
    requests.merge(new ConsumerPeriod(consumer, today.day()), 1L, Long::sum);
    requests.merge(new ConsumerPeriod(consumer, today.month()), 1L, Long::sum);
  }

  @Override
  public Consumption usedToday(String consumer) {
    return consumption(consumer, calendar.today(CONSUMERS).day());
  }

  @Override
  public Consumption usedThisMonth(String consumer) {
    return consumption(consumer, calendar.today(CONSUMERS).month());
  }

  private Consumption consumption(String consumer, String period) {
    ConsumerPeriod key = new ConsumerPeriod(consumer, period);
    Consumption known;
    long more;
    moving.lock();
    try {
      known = position.consumption(key);
      more = requests.getOrDefault(key, 0L);
    } finally {
      moving.unlock();
    }
    return more == 0 ? known : known.plus(new Consumption(more, Spend.NONE));
  }

  /** See {@link Tariff#version}. */
  long version() {
    priceBooked();
    return changes.get() + calendar.turns();
  }

  /** What the account has used this month, other workloads' share included. */
  public Usage position(Account account) {
    String month = calendar.today(account.provider()).month();
    return current().usage(new AccountMonth(account, month));
  }

  /** What the credit of {@code provider} still pays this month, in whole pico-dollars. */
  long creditLeftPicoUsd(Provider provider) {
    if (accounts.creditUsd(provider).signum() == 0) {
      return 0;
    }
    String month = calendar.today(provider).month();
    BigDecimal billedUsd = current().spend(provider, month).listUsd();
    BigDecimal left = accounts.creditUsd(provider).subtract(billedUsd).max(BigDecimal.ZERO);
    return PicoUsd.of(left, RoundingMode.FLOOR);
  }

  private Quote afterCredit(Provider provider, Quote quote, BigDecimal billedUsd) {
    BigDecimal left = accounts.creditUsd(provider).subtract(billedUsd);
    return left.signum() > 0 ? quote.afterCredit(left) : quote;
  }

  /** What the calls of this replica to {@code target} cost since its start. */
  BigDecimal spentUsd(String target) {
    priceBooked();
    return spentUsd.getOrDefault(target, BigDecimal.ZERO);
  }

  /** What the calls to {@code target} cost this month. */
  public Spend monthToDate(String target) {
    return current().spend(thisMonth(target));
  }

  @Override
  public long dayPicoUsd(String target) {
    Account account = accounts.account(target);
    String day = calendar.today(account.provider()).day();
    return current().picoUsd(new TargetPeriod(account, target, day));
  }

  @Override
  public long monthPicoUsd(String target) {
    return current().picoUsd(thisMonth(target));
  }

  @Override
  public long dayPicoUsd() {
    Position now = current();
    long sum = 0;
    for (Provider provider : PROVIDERS) {
      sum = saturated(sum, now.picoUsd(provider, calendar.today(provider).day()));
    }
    return sum;
  }

  @Override
  public long monthPicoUsd() {
    Position now = current();
    long sum = 0;
    for (Provider provider : PROVIDERS) {
      sum = saturated(sum, now.picoUsd(provider, calendar.today(provider).month()));
    }
    return sum;
  }

  private static long saturated(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private TargetPeriod thisMonth(String target) {
    Account account = accounts.account(target);
    return new TargetPeriod(account, target, calendar.today(account.provider()).month());
  }

  /**
   * The position with every call booked so far; where another thread is pricing them just now, the
   * one without these few, rather than to wait.
   */
  private Position current() {
    priceBooked();
    return position;
  }

  private void priceBooked() {
    if (!bookings.isEmpty() && pricing.tryLock()) {
      try {
        take();
        changes.incrementAndGet();
      } finally {
        pricing.unlock();
      }
    }
  }

  private void take() {
    bookings.take(this::price);
    for (ConsumerPeriod key : requests.keySet()) {
      moving.lock();
      try {
        Long count = requests.remove(key);
        if (count != null) {
          addOne(key, new Consumption(count, Spend.NONE));
        }
      } finally {
        moving.unlock();
      }
    }
  }

  private void price(BookingSlot slot, Tally tally) {
    BookingLine line = slot.line();
    Account account = line.account();
    AccountMonth month = new AccountMonth(account, slot.day().month());
    Usage before = position.usage(month);
    Spend spend =
        line.card()
            .flatMap(card -> card.quote(tally, before))
            .map(list -> spend(account.provider(), month.month(), list, tally.calls()))
            .orElseGet(() -> Spend.unpriced(tally.calls()));
    spentUsd.merge(line.target(), spend.usd(), BigDecimal::add);
    boolean fits = add(new TargetPeriod(account, line.target(), slot.day().day()), spend);
    fits &= add(new TargetPeriod(account, line.target(), month.month()), spend);
    if (line.card().isPresent()) {
      fits &= add(month, line.card().get().usageOf(tally));
    }
    if (slot.consumer() != null) {
      fits &= add(slot.consumer(), new Consumption(0, spend));
    }
    if (!fits) {
      health.dropped(tally.calls());
    }
  }

  private Spend spend(Provider provider, String month, Quote list, long calls) {
    BigDecimal billedUsd = position.spend(provider, month).listUsd();
    return new Spend(list.totalUsd(), afterCredit(provider, list, billedUsd).totalUsd(), calls, 0);
  }

  private boolean add(AccountMonth key, Usage more) {
    boolean fits = outbox.add(key, more);
    if (fits) {
      position.add(key, more);
    }
    return fits;
  }

  /** Adds to a day and its month. */
  private boolean add(ConsumerPeriod day, Consumption more) {
    String month = day.period().substring(0, MONTH_LENGTH);
    boolean fits = addOne(day, more);
    fits &= addOne(new ConsumerPeriod(day.consumer(), month), more);
    return fits;
  }

  private boolean addOne(ConsumerPeriod key, Consumption more) {
    boolean fits = outbox.add(key, more);
    if (fits) {
      position.add(key, more);
    }
    return fits;
  }

  private boolean add(TargetPeriod key, Spend more) {
    boolean fits = outbox.add(key, more);
    if (fits) {
      position.add(key, more);
    }
    return fits;
  }

  /**
   * Stores what was booked so far and learns what other replicas stored. To be called by a thread
   * that may wait; any other that calls it meanwhile waits for its turn.
   *
   * @return false where the store could not be reached: nothing is lost, the next flush tries again
   */
  public boolean flush() {
    flushing.lock();
    try {
      boolean wasInDoubt = isInDoubt();
      // What was booked while a batch was in doubt is in another one.
      return exchange() && (!wasInDoubt || exchange());
    } finally {
      flushing.unlock();
    }
  }

  private boolean exchange() {
    Optional<Batch> batch;
    Set<String> periods = calendar.periods();
    pricing.lock();
    try {
      take();
      changes.incrementAndGet();
      batch = outbox.next(calendar.today(Provider.EDGE).day());
      periods.addAll(outbox.periods());
    } finally {
      pricing.unlock();
    }
    try {
      learn(store.exchange(batch, periods));
      return true;
    } catch (RuntimeException e) {
      // Whatever it is, requests go on, and the next flush tries again.
      health.failed(e, pendingRows());
      return false;
    }
  }

  private void learn(Totals totals) {
    Position learnt = new Position(accounts.openings());
    totals.usage().forEach(learnt::add);
    totals.spend().forEach(learnt::add);
    totals.consumption().forEach(learnt::add);
    pricing.lock();
    try {
      outbox.delivered();
      outbox.addTo(learnt);
      position = learnt;
      changes.incrementAndGet();
      health.flushed(outbox.rows());
    } finally {
      pricing.unlock();
    }
  }

  private boolean isInDoubt() {
    pricing.lock();
    try {
      return outbox.isInDoubt();
    } finally {
      pricing.unlock();
    }
  }

  private int pendingRows() {
    pricing.lock();
    try {
      return outbox.rows();
    } finally {
      pricing.unlock();
    }
  }
}
