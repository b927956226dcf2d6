/** A script that prints test results in colour and, as agents do, a status line with its running cost. */
export const STEADY_JOB = `
green=$(printf '\\033[32m'); red=$(printf '\\033[31m'); dim=$(printf '\\033[90m'); bold=$(printf '\\033[1m'); off=$(printf '\\033[0m')
for round in 1 2 3; do
  echo "$dim> jest --watch cart   round $round$off"
  for part in add-item remove-item totals discounts; do
    echo " \${green}PASS$off src/cart/$bold$part$off.spec.ts"
    sleep 0.2
  done
done
echo " \${red}FAIL$off src/cart/\${bold}currency$off.spec.ts"
echo "   \${red}● currency › rounds once, at the end$off"
echo "     Expected: 1999"
echo "     Received: 2000"
echo
for step in "3|61240|1.12" "9|184300|2.46" "14|402118|3.31" "18|611902|4.21"; do
  IFS='|' read -r percent tokens cost <<< "$step"
  printf 'AF|ctx=%s/200000(%s%%)|in=%s|out=%s|cost=$%s\\n' $((percent * 2000)) "$percent" "$tokens" $((tokens / 20)) "$cost"
  sleep 1.5
done
while :; do sleep 5; done
`;
